import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { MerchantList } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { useMenu } from '../../ui/useMenu.tsx'
import { texts } from './strings.ts'

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
  const menu = useMenu(
    [
      { key: ' all', label: nameOf(null), onClick: () => onChange(null) },
      ...categories.map(({ category, merchants }) => ({
        key: category ?? '',
        label: nameOf(category ?? ''),
        right: count(merchants),
        onClick: () => onChange(category ?? ''),
      })),
    ],
    { position: 'bottom-end' },
  )
  if (chosen === null && categories.every(({ category }) => category === null)) return null
  return (
    <>
      <Button
        {...menu.button}
        rightSection={<IconChevronDown size={14} aria-hidden />}
        aria-label={texts.categoryOf(nameOf(chosen))}
      >
        {nameOf(chosen)}
      </Button>
      {menu.popup}
    </>
  )
}

function nameOf(chosen: string | null): string {
  return chosen === null ? texts.allCategories : chosen === '' ? texts.noCategory : chosen
}
