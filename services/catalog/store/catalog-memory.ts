import type { Catalog } from '../domain/catalog.ts'

interface MemoryNeeds {
  /** The committed version; undefined when there is no such shop. */
  readVersion(shopId: string): Promise<number | undefined>
  load(shopId: string): Promise<Catalog>
  /** Shops to remember at most. */
  limit(): number
}

/**
 * Keeps whole shops in memory. What it answers is never older than the call: each call reads the version
 * first, and nothing before that version counts.
 */
export function createCatalogMemory(needs: MemoryNeeds) {
  const known = new Map<string, Catalog>()
  const loading = new Map<string, Promise<Catalog>>()

  async function load(shopId: string): Promise<Catalog> {
    const catalog = await needs.load(shopId)
    known.delete(shopId)
    known.set(shopId, catalog)
    for (const oldest of known.keys()) {
      if (known.size <= needs.limit()) break
      known.delete(oldest)
    }
    return catalog
  }

  function loadOnce(shopId: string): Promise<Catalog> {
    const running = loading.get(shopId)
    if (running) return running
    const started = load(shopId).finally(() => loading.delete(shopId))
    loading.set(shopId, started)
    return started
  }

  return {
    async find(shopId: string): Promise<Catalog | undefined> {
      const version = await needs.readVersion(shopId)
      if (version === undefined) return undefined
      const remembered = known.get(shopId)
      if (remembered && remembered.version >= version) return remembered
      const loaded = await loadOnce(shopId)
      return loaded.version >= version ? loaded : load(shopId)
    },
  }
}
