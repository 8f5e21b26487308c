import { nextTick, ref } from 'vue'
import { moved } from './sorting.ts'

interface SortingNeeds<T> {
  readonly list: () => readonly T[]
  /** Shown at once; what is refused is put back by whoever saves. */
  readonly show: (list: readonly T[]) => void
  readonly save: (list: readonly T[]) => Promise<unknown>
}

/** Putting a list in order: by dragging a row, or by buttons, which keep the focus. */
export function useSorting<T extends { readonly id: string }>({ list, show, save }: SortingNeeds<T>) {
  const dragged = ref('')
  let before: readonly T[] = []

  const placeOf = (id: string) => list().findIndex((one) => one.id === id)

  function start(id: string, event: DragEvent): void {
    before = list()
    dragged.value = id
    event.dataTransfer?.setData('text/plain', id)
    const row = (event.target as HTMLElement).closest('tr, li')
    if (row) event.dataTransfer?.setDragImage(row, 0, 0)
  }
  /** The list makes room where the row would fall. */
  function over(id: string, event: DragEvent): void {
    if (dragged.value === '') return
    event.preventDefault()
    if (id !== dragged.value) show(moved(list(), placeOf(dragged.value), placeOf(id)))
  }
  async function drop(event: DragEvent): Promise<void> {
    event.preventDefault()
    dragged.value = ''
    const isChanged = list().some(({ id }, place) => id !== before[place]?.id)
    if (isChanged) await save(list())
  }
  /** Let go outside of the list: nothing has changed. */
  function end(): void {
    if (dragged.value !== '') show(before)
    dragged.value = ''
  }
  async function step(id: string, by: -1 | 1, event: Event): Promise<void> {
    const button = event.currentTarget as HTMLElement
    const from = placeOf(id)
    show(moved(list(), from, from + by))
    await save(list())
    await nextTick()
    button.focus()
  }
  return { dragged, start, over, drop, end, step }
}
