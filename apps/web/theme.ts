export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const place = 'theme'
const system = matchMedia('(prefers-color-scheme: dark)')

export function themeNow(): Theme {
  const kept = localStorage.getItem(place)
  return themes.find((theme) => theme === kept) ?? 'auto'
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(place, theme)
  paint()
}

/** Paints the page as it was last wanted, and again when the system changes. */
export function applyTheme(): void {
  paint()
  system.addEventListener('change', paint)
}

export function isDark(): boolean {
  const theme = themeNow()
  return theme === 'dark' || (theme === 'auto' && system.matches)
}

function paint(): void {
  document.documentElement.classList.toggle('dark', isDark())
}
