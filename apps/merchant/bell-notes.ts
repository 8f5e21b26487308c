import { shallowRef } from 'vue'
import type { Notes } from './bell-rules.ts'

const place = 'bell'

/** What has been acknowledged on this device: it survives a reload, and all tabs share it. */
export function useBellNotes() {
  const notes = shallowRef(read())
  addEventListener('storage', ({ key }) => {
    if (key === place) notes.value = read()
  })
  /** Changes what is there now, whichever tab has written it. */
  function change(how: (before: Notes) => Notes): void {
    notes.value = how(read())
    localStorage.setItem(place, JSON.stringify(notes.value))
  }
  return { notes, change }
}

function read(): Notes {
  return JSON.parse(localStorage.getItem(place) ?? '{}')
}
