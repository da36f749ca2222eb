/** A validator compiled beforehand (ajv standalone): for hosts where code generation is forbidden. */
export interface Validator {
  (value: unknown): boolean
  errors?: readonly { readonly instancePath: string; readonly keyword: string; readonly params: Record<string, unknown>; readonly message?: string }[] | null
}
