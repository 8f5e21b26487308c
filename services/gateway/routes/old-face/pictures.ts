/** How pictures are called on the old face, where they are addresses and not ids. */
export interface Pictures {
  /** Open without a login, and reached through the proxies that the old pages stand behind. */
  addressOf(image: string): string
  /** What the services keep for an address: the id of a picture of ours, or the address itself. */
  imageOf(address: string): string
}

/** `publicUrl` is where clients reach the platform; empty where addresses are relative to their own. */
export function createPictures(publicUrl: string): Pictures {
  return {
    addressOf: (image) => (idForm.test(image) ? `${publicUrl}/user/common/download?name=${image}` : image),
    imageOf: (address) => /\/common\/download\?name=([0-9a-f]{64})$/.exec(address)?.[1] ?? address,
  }
}

const idForm = /^[0-9a-f]{64}$/
