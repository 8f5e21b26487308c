import { onBeforeUnmount, type Ref, ref, watch } from 'vue'

/** What fits on the first screen, and a little more. */
const firstDrawn = 2

/**
 * How many sections of a long menu are drawn: the first at once, the rest one by one while nobody is kept
 * waiting.
 */
export function useDrawn(sections: Readonly<Ref<readonly object[]>>) {
  const drawn = ref(firstDrawn)
  let isGone = false

  function drawOn(): void {
    if (isGone || drawn.value >= sections.value.length) return
    drawn.value += 1
    later(drawOn)
  }
  watch(
    () => sections.value.length,
    () => later(drawOn),
    // Whoever comes back finds the menu there already.
    { immediate: true },
  )
  onBeforeUnmount(() => {
    isGone = true
  })
  return drawn
}

/** Not every browser tells when it is idle. */
const later = (work: () => void) =>
  'requestIdleCallback' in globalThis ? requestIdleCallback(work, { timeout: 200 }) : setTimeout(work, 50)
