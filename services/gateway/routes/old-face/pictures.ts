/** How pictures are called on the old face. */
export interface Pictures {
  /** Open without a login, and reached through the proxies that the old pages stand behind. */
  addressOf(image: string): string
  /** The address that the services keep: the API's own for a picture of ours, else as it was given. */
  imageOf(address: string): string
  /** Whether it is the address of a picture on another server. */
  isForeign(address: string): boolean
  /** The address of a picture that was just put. */
  addressOfId(imageId: string): string
}

/** `publicUrl` is where clients reach the platform; empty where addresses are relative to their own. */
export function createPictures(publicUrl: string): Pictures {
  const addressOfId = (imageId: string) => `${publicUrl}/user/common/download?name=${imageId}`
  return {
    addressOfId,
    addressOf(image) {
      const imageId = /^(?:\/v1\/images\/)?([0-9a-f]{64})$/.exec(image)?.[1]
      return imageId === undefined ? image : addressOfId(imageId)
    },
    imageOf: (address) => (isOurs(address) ? `/v1/images/${imageIdIn(address)}` : address),
    isForeign: (address) => /^https?:\/\//.test(address) && !isOurs(address),
  }
}

const imageIdIn = (address: string) => /\/common\/download\?name=([0-9a-f]{64})$/.exec(address)?.[1]
const isOurs = (address: string) => imageIdIn(address) !== undefined
