import { text } from '../formats.ts'
import { done, type Row } from '../row.ts'
import { anything, exactly, having, nullOr } from '../shape.ts'

const word = nullOr(text)

/** What a customer tells of the own person. */
export const profile: readonly Row[] = [
  {
    name: 'a customer has a profile',
    who: 'customer',
    call: 'GET /user/user/profile',
    answers: done(having({ nickname: word, avatar: word, phone: word, gender: anything })),
  },
  {
    name: 'and changes it',
    who: 'customer',
    call: 'PUT /user/user/profile',
    body: { nickname: '小满', avatar: '', phone: '13912345678', gender: 1 },
    answers: done(),
  },
  {
    name: 'the new name is there',
    who: 'customer',
    call: 'GET /user/user/profile',
    answers: done(having({ nickname: exactly('小满') })),
  },
  {
    name: 'a customer has the picture that was sent before',
    who: 'customer',
    call: 'PUT /user/user/profile',
    body: { avatar: '$ownImage' },
    answers: done(),
  },
  {
    name: 'a picture on WeChat’s servers is left alone, and the rest is saved',
    who: 'customer',
    call: 'PUT /user/user/profile',
    body: { nickname: '大满', avatar: 'https://thirdwx.qlogo.cn/mmopen/x/132' },
    answers: done(),
  },
  {
    name: 'so the picture is the one that was sent',
    who: 'customer',
    call: 'GET /user/user/profile',
    answers: done(having({ nickname: exactly('大满'), avatar: exactly('$ownImage') })),
  },
]
