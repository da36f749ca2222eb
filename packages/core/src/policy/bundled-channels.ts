/** Channels that come with Rouse: a policy may name these, and whatever else the host installs. */
export const bundledChannels = ['apns', 'fcm', 'huawei', 'harmony', 'honor', 'xiaomi', 'oppo', 'vivo', 'meizu'] as const
