/** Owner of what a step makes: user, or user and group; a number, or a name that is looked up in the image. */
export type Owner = readonly OwnerPart[]
export type OwnerPart = number | { readonly name: string }
