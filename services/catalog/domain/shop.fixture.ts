import type { Shop } from './catalog.ts'

export const aShop: Shop = {
  id: '1',
  name: '上地店',
  address: '上地十街10号',
  phone: '',
  notice: '',
  packingFeeFen: 100,
  deliveryFeeFen: 600,
  minimumOrderFen: 1500,
  open: true,
  timeZone: 'Asia/Shanghai',
  version: 1,
  hours: { week: [], exceptions: [] },
  location: { latitudeE6: 40_050_000, longitudeE6: 116_300_000 },
  areas: [],
  takesUnlocated: false,
  preparationMinutes: 20,
  deliveryMinutes: 30,
  slotCapacity: 0,
  busyMinutes: 0,
  busyUntil: 0,
}
