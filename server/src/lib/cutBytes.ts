/** The beginning of a text that takes at most `bytes` as UTF-8; never half a character. */
export function cutBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text
  const encoded = Buffer.from(text)
  if (encoded.length <= bytes) return text
  let end = bytes
  while ((encoded[end]! & 0xc0) === 0x80) end-- // 10xxxxxx continues a character
  return encoded.toString('utf8', 0, end)
}
