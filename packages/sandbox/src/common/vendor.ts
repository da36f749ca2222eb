/** The vendors there is an emulator for, in the order of the fact sheets. */
export const vendors = ['apns', 'fcm', 'huawei', 'harmony', 'honor', 'xiaomi', 'oppo', 'vivo', 'meizu'] as const

/** A vendor's name, as channels are named. */
export type Vendor = (typeof vendors)[number]

/** Whether a text names a vendor. */
export const isVendor = (name: unknown): name is Vendor => (vendors as readonly unknown[]).includes(name)
