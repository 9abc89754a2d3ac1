/** The owner that a step sets: a user, or a user and a group. Each is a number or a name to look up in the image. */
export type Owner = readonly OwnerPart[]
export type OwnerPart = number | { readonly name: string }
