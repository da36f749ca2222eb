/**
 * Errors that one loop of a compiled validator finds before it stops. More than `CheckerOptions.mistakes`, as some errors
 * only repeat others.
 */
export const loopErrors = 256

/**
 * The code that ajv compiles, in time that does not grow with the number of errors: each loop over items or fields stops after
 * `loopErrors` errors of its own, and the errors of a nested validator are added in place (ajv copies all earlier ones each time, which
 * is quadratic). A valid input is checked as before, and an invalid one stays invalid: a loop stops only after errors that it found itself.
 */
export function boundErrors(code: string): string {
  let stops = 0
  return code
    .replace(
      /vErrors = vErrors === null \? ([\w.$[\]"']+)\.errors : vErrors\.concat\(\1\.errors\);/g,
      (_, nested: string) => `if(vErrors === null){vErrors = ${nested}.errors;}else{for(const nestedError of ${nested}.errors){vErrors.push(nestedError);}}`,
    )
    .replace(/for\(let (i\d+)=0; \1<(len\d+); \1\+\+\)\{/g, (_, index: string, length: string) => {
      const stop = `stop${stops++}`
      return `const ${stop} = errors + ${loopErrors};for(let ${index}=0; ${index}<${length} && errors < ${stop}; ${index}++){`
    })
    .replace(/for\(const (key\d+) in (data\d*)\)\{/g, (_, key: string, data: string) => {
      const stop = `stop${stops++}`
      return `const ${stop} = errors + ${loopErrors};for(const ${key} in ${data}){if(errors >= ${stop})break;`
    })
}
