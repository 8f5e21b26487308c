/** What is dragged from one place to another, and all between moving up or down. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const rest = list.toSpliced(from, 1)
  const taken = list.slice(from, from + 1)
  return rest.toSpliced(Math.max(0, Math.min(rest.length, to)), 0, ...taken)
}
