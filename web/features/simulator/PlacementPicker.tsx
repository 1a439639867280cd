'use client'
import { Combobox, InputBase, useCombobox } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { count } from '../../lib/formats.ts'
import { rankByName } from '../../lib/fuzzy.ts'
import { chosenWords } from './chosenWords.ts'
import type { Choosing } from './PlacementsTable.tsx'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'

/** At most this many choices are rendered; typing narrows them. */
const SHOWN = 50

/** Adds and removes placements by name, for any number of placements. */
export function PlacementPicker({ choosing }: { readonly choosing: Choosing }) {
  const combobox = useCombobox({
    onDropdownClose: () => combobox.resetSelectedOption(),
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const words = chosenWords(choosing)
  return (
    <Combobox store={combobox} onOptionSubmit={(id) => choosing.put([id], !choosing.has(id))}>
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <InputBase
          component="button"
          type="button"
          pointer
          label={texts.placements}
          description={texts.orSelectRows}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          aria-label={texts.placementsOf(words)}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          rightSection={<Combobox.Chevron />}
          rightSectionPointerEvents="none"
          onClick={() => combobox.toggleDropdown()}
        >
          {words}
        </InputBase>
      </Combobox.Target>
      <Combobox.Dropdown>{combobox.dropdownOpened && <Choices choosing={choosing} />}</Combobox.Dropdown>
    </Combobox>
  )
}

function Choices({ choosing }: { readonly choosing: Choosing }) {
  const [search, setSearch] = useState('')
  const named = useMemo(
    () => choosing.all.map(({ placement_id: id, placement_name: name }) => ({ id, name })),
    [choosing.all],
  )
  const found = useMemo(() => rankByName(named, search), [named, search])
  const more = found.length - SHOWN
  return (
    <>
      <Combobox.Search
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        placeholder={texts.searchPlacements}
        aria-label={texts.searchPlacements}
      />
      <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={texts.placements} aria-multiselectable>
        {found.length === 0 && <Combobox.Empty>{texts.noPlacementMatches}</Combobox.Empty>}
        {found.slice(0, SHOWN).map(({ id, name }) => (
          <Combobox.Option key={id} value={id} aria-selected={choosing.has(id)} className={classes.option ?? ''}>
            <IconCheck size={14} aria-hidden visibility={choosing.has(id) ? 'visible' : 'hidden'} />
            {name}
          </Combobox.Option>
        ))}
      </Combobox.Options>
      {more > 0 && (
        <Combobox.Footer className={classes.hint ?? ''}>{texts.andMoreTypeToFind(count(more))}</Combobox.Footer>
      )}
    </>
  )
}
