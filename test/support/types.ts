/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- the compiler compares the functions that have them */
/** Whether two types are the same, to the compiler and not only in what can be assigned. */
export type Same<A, B> =
    (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : { readonly isNot: B };

/** How many facts there are; the compiler refuses any that does not hold. */
export type Facts<T extends readonly true[]> = T["length"];
