/** An argument that a function of templates cannot take; the message says why. */
export class WrongArgument extends Error {}
