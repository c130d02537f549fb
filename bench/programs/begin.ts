/** When the program began to load what it imports after this. */
export const begin = performance.now();
