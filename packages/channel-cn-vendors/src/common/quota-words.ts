const publicCategories: readonly string[] = ['marketing', 'news', 'content', 'social']

/** Whether a category is content and marketing, which vendors limit by the day; all others serve the user. Source: docs/semantics.md, "Vendor words for neutral ones". */
export const isPublic = (category: string): boolean => publicCategories.includes(category)
