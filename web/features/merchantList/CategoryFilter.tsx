import { Select } from '@mantine/core'
import type { MerchantList } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'

/** Values of the field: categories have names, so neither can be one. */
const ALL = ' all'
const NONE = ' none'

/**
 * Merchants of one category, each option with its number of merchants.
 * @param props.chosen '' for merchants without a category, null for all
 */
export function CategoryFilter(props: {
  readonly categories: MerchantList['data']['categories']
  readonly chosen: string | null
  readonly onChange: (category: string | null) => void
}) {
  const { categories, chosen, onChange } = props
  const named = categories.flatMap(({ category }) => category ?? [])
  if (named.length === 0 && chosen === null) return null
  const options = categories.map(({ category, merchants }) => ({
    value: category ?? NONE,
    label: `${category ?? 'No category'} (${count(merchants)})`,
  }))
  // A link may name a category that no merchant has any more.
  const isKnown = chosen === null || chosen === '' || named.includes(chosen)
  return (
    <Select
      size="xs"
      w={200}
      aria-label="Category"
      searchable
      allowDeselect={false}
      value={chosen === null ? ALL : chosen === '' ? NONE : chosen}
      onChange={(value) => onChange(value === ALL || value === null ? null : value === NONE ? '' : value)}
      data={[
        { value: ALL, label: 'All categories' },
        ...options,
        ...(isKnown ? [] : [{ value: chosen, label: `${chosen} (0)` }]),
      ]}
    />
  )
}
