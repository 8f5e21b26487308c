import { sha256Hex } from '#kit/crypto/crypto.ts'
import type { ServiceDefinition } from '#kit/lifecycle/service.ts'
import { type CatalogConfig, catalogConfig } from './config.ts'
import { createPictures } from './jobs/pictures.ts'
import { createMenus } from './menus.ts'
import { catalogTables } from './migrations/0001-catalog.ts'
import { imageSizes } from './migrations/0002-image-sizes.ts'
import { hoursAndAreas } from './migrations/0003-hours-and-areas.ts'
import { sortAndMealtimes } from './migrations/0004-sort-and-mealtimes.ts'
import { imageQuota } from './migrations/0005-image-quota.ts'
import { serveCatalog } from './rpc.ts'
import type { CatalogTables } from './store/tables.ts'
import { createCatalogStore } from './store.ts'

export const catalogService: ServiceDefinition<CatalogTables, CatalogConfig> = {
  name: 'catalog',
  config: catalogConfig,
  migrations: [catalogTables, imageSizes, hoursAndAreas, sortAndMealtimes, imageQuota],

  create({ clock, outbox, jobs }, storage, config) {
    const shopsInMemory = () => config.current.shopsInMemory
    const store = createCatalogStore({ storage, outbox, clock, shopsInMemory })
    const timeZone = () => config.current.timeZone
    const kept = { store, menus: createMenus(), digest: sha256Hex, ...createPictures(jobs) }
    const needs = { ...kept, timeZone, clock }
    return { serves: [serveCatalog(needs)], listens: [], watches: [], timers: {}, parts: [] }
  },
}
