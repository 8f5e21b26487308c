import type { Menu } from '../web/gen/operations.ts'

type Section = Menu['categories'][number]

/** The sections with what a search finds in them; all of them where nothing is searched for. */
export function sectionsFor(sections: readonly Section[], search: string): readonly Section[] {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return sections
  const fits = ({ name, description }: { name: string; description: string }) =>
    name.toLowerCase().includes(wanted) || description.toLowerCase().includes(wanted)
  const found = sections.map((section) => ({
    ...section,
    dishes: section.dishes.filter(fits),
    setMeals: section.setMeals.filter(fits),
  }))
  return found.filter(({ dishes, setMeals }) => dishes.length + setMeals.length > 0)
}
