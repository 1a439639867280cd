'use client'
import { Combobox, useCombobox } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { type Named, rankByName } from '../lib/fuzzy.ts'
import classes from './EntitySelect.module.css'

/** At most this many choices are rendered; typing narrows them. */
const SHOWN = 50

/** The title of a detail view as a searchable selector. */
export function EntitySelect(props: {
  readonly what: string
  readonly name: string
  readonly entities: readonly Named[]
  /** Search results of the server: shown without further filtering. */
  readonly found?: { readonly isWaiting: boolean; readonly onSearch: (search: string) => void }
  readonly onChoose: (id: string) => void
}) {
  const [search, setSearch] = useState('')
  // Enter pressed before the choices arrive selects the best one when they do.
  const [isTaking, setTaking] = useState(false)
  const type = (text: string) => {
    setSearch(text)
    setTaking(false)
    props.found?.onSearch(text)
  }
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      combobox.focusTarget()
      type('')
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
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
        <button
          type="button"
          className={classes.target}
          onClick={() => combobox.toggleDropdown()}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          title={`Choose another ${props.what}`}
        >
          {props.name}
          <IconSelector size={18} aria-hidden />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && isWaiting && setTaking(true)}
          placeholder={`Search ${props.what}s`}
          aria-label={`Search ${props.what}s`}
        />
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={`${props.what}s`}>
          {found.length === 0 ? (
            <Combobox.Empty>{isWaiting ? 'Searching…' : `No ${props.what} matches`}</Combobox.Empty>
          ) : (
            found.map(({ id, name }) => (
              <Combobox.Option key={id} value={id} active={name === props.name}>
                {name}
              </Combobox.Option>
            ))
          )}
        </Combobox.Options>
        {all.length >= SHOWN && <Combobox.Footer>Type to find others</Combobox.Footer>}
      </Combobox.Dropdown>
    </Combobox>
  )
}
