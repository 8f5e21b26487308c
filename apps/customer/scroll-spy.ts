import { onBeforeUnmount, onMounted, ref, watch } from 'vue'

/** Which section of the menu is being looked at; `goTo` brings one to the top. */
export function useScrollSpy(sections: () => readonly { readonly id: string }[]) {
  const active = ref('')
  const seen = new Map<string, boolean>()
  /** On the way to what was pressed, what is passed does not count. */
  let isGoing = false
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) seen.set(target.id, isIntersecting)
      const first = sections().find(({ id }) => seen.get(`section-${id}`))
      if (first && !isGoing) active.value = first.id
    },
    { rootMargin: '-72px 0px -60% 0px' },
  )
  const arrive = () => {
    isGoing = false
  }
  addEventListener('scrollend', arrive)
  function observe(): void {
    observer.disconnect()
    seen.clear()
    for (const { id } of sections()) {
      const section = document.getElementById(`section-${id}`)
      if (section) observer.observe(section)
    }
  }
  onMounted(observe)
  watch(sections, observe, { flush: 'post' })
  onBeforeUnmount(() => {
    observer.disconnect()
    removeEventListener('scrollend', arrive)
  })

  function goTo(id: string): void {
    active.value = id
    isGoing = 'onscrollend' in globalThis
    document.getElementById(`section-${id}`)?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  }
  return { active, goTo }
}
