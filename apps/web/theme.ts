export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const place = 'theme'

export function themeNow(): Theme {
  const kept = localStorage.getItem(place)
  return themes.find((theme) => theme === kept) ?? 'auto'
}

/** Paints the page, now and after every reload. */
export function setTheme(theme: Theme): void {
  localStorage.setItem(place, theme)
  applyTheme()
}

export function applyTheme(): void {
  const theme = themeNow()
  const root = document.documentElement
  if (theme === 'auto') root.removeAttribute('data-theme')
  else root.dataset.theme = theme
}
