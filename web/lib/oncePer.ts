interface Kept<Rest, Made> {
  readonly rest: Rest
  readonly made: Made
}

/** Caches by answer and row: a table needs each row's figures in every cell of every render. */
export function oncePer<Answer extends object, Row extends object, Rest extends readonly unknown[], Made>(
  make: (answer: Answer, row: Row, ...rest: Rest) => Made,
): (answer: Answer, row: Row, ...rest: Rest) => Made {
  const answers = new WeakMap<Answer, WeakMap<Row, Kept<Rest, Made>>>()
  return (answer, row, ...rest) => {
    const rows = answers.get(answer) ?? new WeakMap<Row, Kept<Rest, Made>>()
    answers.set(answer, rows)
    const kept = rows.get(row)
    if (kept?.rest.every((value, i) => value === rest[i])) return kept.made
    const made = make(answer, row, ...rest)
    rows.set(row, { rest, made })
    return made
  }
}
