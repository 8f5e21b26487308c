import { done, missing, type Row, refused } from '../row.ts'
import { all, exactly, having, including, lacking, listOf } from '../shape.ts'
import { address, being } from '../things.ts'

const home = {
  ...{ consignee: '测试', phone: '13912345678', sex: '1', label: '2', detail: '清河中街68号' },
  ...{ provinceName: '北京市', cityName: '市辖区', districtName: '海淀区' },
}
const codes = { provinceCode: '11', cityCode: '1101', districtCode: '110108' }

export const addresses: readonly Row[] = [
  {
    name: 'a customer begins without an address',
    who: 'customer',
    call: 'GET /user/addressBook/list',
    answers: done(listOf(address, { max: 0 })),
  },
  {
    name: 'without a default address there is no data to take apart, but a word',
    who: 'customer',
    call: 'GET /user/addressBook/default',
    answers: refused('没有查询到默认地址'),
  },
  {
    name: 'an address is written down, with fields nobody asks for',
    who: 'customer',
    call: 'POST /user/addressBook',
    body: { ...home, ...codes, id: '', index: 0 },
    answers: done(),
  },
  {
    name: 'it is in the list as it was written',
    who: 'customer',
    call: 'GET /user/addressBook/list',
    answers: done(
      listOf(being(address, { ...exactlyThese(home), userId: exactly('$customer') }), { min: 1, max: 1 }),
    ),
    keeps: { home: 'data.0.id' },
  },
  {
    name: 'the codes of its region too, which the form picks it by',
    who: 'customer',
    call: 'GET /user/addressBook/list',
    answers: done(including(having(exactlyThese(codes)))),
  },
  {
    name: 'a second one is written down, with a label of its own',
    who: 'customer',
    call: 'POST /user/addressBook',
    body: { ...home, detail: '上地十街10号', label: '1', sex: '0' },
    answers: done(),
  },
  {
    name: 'the default address is chosen',
    who: 'customer',
    call: 'PUT /user/addressBook/default',
    body: { id: '$home' },
    answers: done(),
  },
  {
    name: 'and found',
    who: 'customer',
    call: 'GET /user/addressBook/default',
    answers: done(being(address, { id: exactly('$home'), isDefault: exactly(1) })),
  },
  {
    name: 'an address is moved to another district',
    who: 'customer',
    call: 'PUT /user/addressBook',
    body: { ...home, id: '$home', districtName: '昌平区', consignee: '小满' },
    answers: done(),
  },
  {
    name: 'and read by its id',
    who: 'customer',
    call: 'GET /user/addressBook/{id}',
    path: { id: '$home' },
    answers: done(
      being(address, {
        ...{ districtName: exactly('昌平区'), consignee: exactly('小满'), label: exactly('2') },
        isDefault: exactly(1),
      }),
    ),
  },
  {
    name: 'nobody reads an address of somebody else',
    who: 'stranger',
    call: 'GET /user/addressBook/{id}',
    path: { id: '$home' },
    answers: missing,
  },
  {
    name: 'nor writes one',
    who: 'stranger',
    call: 'PUT /user/addressBook',
    body: { ...home, id: '$home' },
    answers: missing,
  },
  {
    name: 'nor takes it for the own default',
    who: 'stranger',
    call: 'PUT /user/addressBook/default',
    body: { id: '$home' },
    answers: missing,
  },
  {
    name: 'nor deletes it, with a slash before the question mark as the mini program writes it',
    who: 'stranger',
    call: 'DELETE /user/addressBook',
    query: { id: '$home' },
    endsWithSlash: true,
    answers: missing,
  },
  {
    name: 'the other one of the customer is known by its label',
    who: 'customer',
    call: 'GET /user/addressBook/list',
    answers: done(all(listOf(address, { min: 2, max: 2 }))),
    keeps: { office: 'data.1.id' },
  },
  {
    name: 'an own one is deleted, slash and all',
    who: 'customer',
    call: 'DELETE /user/addressBook',
    query: { id: '$office' },
    endsWithSlash: true,
    answers: done(),
  },
  {
    name: 'and the address is gone',
    who: 'customer',
    call: 'GET /user/addressBook/list',
    answers: done(all(listOf(address, { max: 1 }), lacking(having({ id: exactly('$office') })))),
  },
]

function exactlyThese(fields: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, exactly(value)]))
}
