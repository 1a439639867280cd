'use client'
import { Combobox, InputBase, useCombobox } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { count } from '../../lib/formats.ts'
import { rankByName } from '../../lib/fuzzy.ts'
import type { Choosing } from './PlacementsTable.tsx'
import classes from './Simulator.module.css'

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
          label="Placements"
          description="Or select rows in the table"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          aria-label={`Placements: ${words}`}
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
        placeholder="Search placements"
        aria-label="Search placements"
      />
      <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label="Placements" aria-multiselectable>
        {found.length === 0 && <Combobox.Empty>No placement matches</Combobox.Empty>}
        {found.slice(0, SHOWN).map(({ id, name }) => (
          <Combobox.Option key={id} value={id} aria-selected={choosing.has(id)} className={classes.option ?? ''}>
            <IconCheck size={14} aria-hidden visibility={choosing.has(id) ? 'visible' : 'hidden'} />
            {name}
          </Combobox.Option>
        ))}
      </Combobox.Options>
      {more > 0 && (
        <Combobox.Footer className={classes.hint ?? ''}>and {count(more)} more: type to find them</Combobox.Footer>
      )}
    </>
  )
}

export function chosenWords({ all, count: chosen }: Choosing): string {
  return chosen === all.length ? `All ${count(all.length)}` : `${count(chosen)} of ${count(all.length)}`
}
