'use client'
import { TextInput, type TextInputProps } from '@mantine/core'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { queryNow } from '../lib/address.ts'

/**
 * A search that is stored in the URL as `q`. The page follows its URL with a delay, so the field has its own text, and no
 * typed letter is lost. Another `q` in the URL, as after "Clear filter", replaces the text.
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
