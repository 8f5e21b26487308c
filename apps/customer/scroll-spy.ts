import { onBeforeUnmount, type Ref, ref, watch } from 'vue'

/** Which section of the menu is being looked at; `goTo` brings one to the top. */
export function useScrollSpy(sections: Readonly<Ref<readonly { readonly id: string }[]>>) {
  const active = ref('')
  const seen = new Map<string, boolean>()
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) seen.set(target.id, isIntersecting)
      const first = sections.value.find(({ id }) => seen.get(`section-${id}`))
      if (first) active.value = first.id
    },
    { rootMargin: '0px 0px -60% 0px' },
  )
  watch(
    sections,
    () => {
      observer.disconnect()
      seen.clear()
      for (const { id } of sections.value) {
        const section = document.getElementById(`section-${id}`)
        if (section) observer.observe(section)
      }
    },
    { flush: 'post', immediate: true },
  )
  onBeforeUnmount(() => observer.disconnect())

  function goTo(id: string): void {
    active.value = id
    document.getElementById(`section-${id}`)?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  }
  return { active, goTo }
}
