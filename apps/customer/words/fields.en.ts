import type { fieldsZhCN } from './fields.zh-CN.ts'

export const fieldsEn: typeof fieldsZhCN = {
  consignee: 'name',
  phone: 'phone',
  sex: 'title',
  province: 'province',
  city: 'city',
  district: 'district',
  detail: 'street and door',
  label: 'label',
  location: 'place',
  name: 'name',
  remark: 'remark',
  cutlery: 'cutlery',
  reason: 'reason',
  amountFen: 'amount',
  deliverAt: 'time',
  code: 'code',
}
