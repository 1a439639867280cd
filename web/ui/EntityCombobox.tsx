'use client'
import { Combobox, useCombobox } from '@mantine/core'
import { useEffect, useState } from 'react'
import { rankByName } from '../lib/fuzzy.ts'
import { EntityButton } from './EntityButton.tsx'
import type { EntityChoice } from './entityChoice.ts'
import { texts } from './strings.ts'

/** At most this many choices are rendered; typing narrows them. */
const SHOWN = 50

/** The opened selector: typing finds, Enter or a click chooses. */
export function EntityCombobox(props: EntityChoice) {
  const [search, setSearch] = useState('')
  // Enter pressed before the choices arrive selects the best one when they do.
  const [isTaking, setTaking] = useState(false)
  const type = (text: string) => {
    setSearch(text)
    setTaking(false)
    props.found?.onSearch(text)
  }
  const combobox = useCombobox({
    defaultOpened: true,
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      combobox.focusTarget()
      type('')
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  // It was opened by the click that loaded it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => combobox.focusSearchInput(), [])
  const all = props.found ? props.entities : rankByName(props.entities, search)
  const found = all.slice(0, SHOWN)
  const isWaiting = props.found?.isWaiting ?? false
  const choose = (id: string) => {
    props.onChoose(id)
    combobox.closeDropdown()
  }
  // Enter selects the best match.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search has another first match
  useEffect(() => {
    if (isWaiting) return combobox.resetSelectedOption()
    if (search !== '') combobox.selectFirstOption()
    if (isTaking && found[0]) choose(found[0].id)
  }, [search, isWaiting, isTaking])
  return (
    <Combobox store={combobox} width={320} position="bottom-start" onOptionSubmit={choose}>
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <EntityButton
          what={props.what}
          name={props.name}
          isOpen={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && isWaiting && setTaking(true)}
          placeholder={texts.searchS(props.what)}
          aria-label={texts.searchS(props.what)}
        />
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={texts.plural(props.what)}>
          {found.length === 0 ? (
            <Combobox.Empty>{isWaiting ? texts.searching : texts.noMatchesOf(props.what)}</Combobox.Empty>
          ) : (
            found.map(({ id, name }) => (
              <Combobox.Option key={id} value={id} active={name === props.name}>
                {name}
              </Combobox.Option>
            ))
          )}
        </Combobox.Options>
        {all.length >= SHOWN && <Combobox.Footer>{texts.typeToFindOthers}</Combobox.Footer>}
      </Combobox.Dropdown>
    </Combobox>
  )
}
