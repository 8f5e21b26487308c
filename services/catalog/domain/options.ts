import type { OptionGroup } from './catalog.ts'

/**
 * The groups as they are named now, on the terms they had: a group whose name stays keeps its kind and how
 * many may be taken, as far as there still are so many, and a choice whose name stays keeps its price.
 */
export function onTermsOf(
  before: readonly OptionGroup[],
  named: readonly OptionGroup[],
): readonly OptionGroup[] {
  return named.map((group) => {
    const was = before.find(({ name }) => name === group.name)
    if (!was) return group
    const choices = group.choices.map(
      (choice) => was.choices.find(({ name }) => name === choice.name) ?? choice,
    )
    const maximum = Math.min(was.maximum, choices.length)
    return { ...was, minimum: Math.min(was.minimum, maximum), maximum, choices }
  })
}
