'use client'
import { TextInput, type TextInputProps } from '@mantine/core'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { queryNow } from '../lib/address.ts'

/**
 * A search that is kept in the address as `q`. The page follows its address with a delay, so the field has a text of its
 * own: a letter typed meanwhile is not lost. Another `q` in the address, as after "Clear filter", replaces the text.
 */
export function SearchField({
  onType,
  ...props
}: Omit<TextInputProps, 'value' | 'onChange'> & { readonly onType: (text: string) => void }) {
  const address = useSearchParams().get('q') ?? ''
  const [text, setText] = useState(address)
  useEffect(() => {
    const newest = new URLSearchParams(queryNow()).get('q') ?? ''
    if (address === newest) setText(address)
  }, [address])
  return (
    <TextInput
      size="xs"
      {...props}
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value)
        onType(value)
      }}
    />
  )
}
