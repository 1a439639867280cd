import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { MerchantList } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'

/**
 * Merchants of one category; each choice has its number of merchants.
 * @param props.chosen '' for merchants without a category, null for all
 */
export function CategoryFilter(props: {
  readonly categories: MerchantList['data']['categories']
  readonly chosen: string | null
  readonly onChange: (category: string | null) => void
}) {
  const { categories, chosen, onChange } = props
  if (chosen === null && categories.every(({ category }) => category === null)) return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={14} aria-hidden />} aria-label={`Category: ${nameOf(chosen)}`}>
          {nameOf(chosen)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        <Menu.Item onClick={() => onChange(null)}>{nameOf(null)}</Menu.Item>
        {categories.map(({ category, merchants }) => (
          <Menu.Item key={category ?? ''} onClick={() => onChange(category ?? '')} rightSection={count(merchants)}>
            {nameOf(category ?? '')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function nameOf(chosen: string | null): string {
  return chosen === null ? 'All categories' : chosen === '' ? 'No category' : chosen
}
