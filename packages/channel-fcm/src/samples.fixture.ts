import { type FcmApp, type FcmServiceAccount, fcm } from './index.ts'

/** Made for these tests with `openssl genrsa 2048 | openssl pkcs8 -topk8 -nocrypt`; opens nothing. */
export const key = `-----BEGIN PRIVATE KEY-----
MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCpel7Pm/VWZ6Ot
IKEYRC90sIm5h+fwWZUBVGAB27EwQcXHlz2x//THSUjGxsmgnLm7SPdRUN5UiuCJ
/t3nKoJ6L0/yzf8tITEEm4utEOZF/7P/qLa6YDHXL1zalbm8Cywhu9bChER89HqJ
Z4+ZDf3U7a/oi86bvdaVAiqs9KcdnULWiDcHdp4eeSTDsTZ7Ct1UFEf4ph0SU5nW
ndMk1CAyfGx91VFgIEjSaitv2N4z4M3xfYJK1M8S6OQSKyIyevmjEx72DY1AitVT
+eVOuvh9dZGk0TXq2XkenLM6pbeBvYUNLxDXSEJ4YpDbjuZ/EZJjvctT9A29hyVJ
3HrLEFD9AgMBAAECggEAKQI1QuMoAFpfnprQoECPgxrcmIosM1pZ1dKG0KxKObUQ
mHUeNp4KqtYux/p9+2ExCAJl5cU9pxNbtch4BWGh5NLh84yo/FCVvdmteJkoPzPa
aDh4zqxMIxeQzkuAf+HsMdVz5+l9cQbvR6RJeO2LyCQjdo+t1L2g2LmHfgZNEbsA
8n3BfUa3itmXej5rVsHUclbuQrh4821Dr07KPXpF8waA5Rvd/y77otClBT4VfiV/
gswb7OmuI9M4zswdmbP+/mVFD7wtcGI5ABamkLATK1TNAO8l85VC63JxnCZXG3H/
XXrLEEUCnaF2a98EZ2nMqUd42xt5OTOzChPZtwKVwQKBgQDaEX2gKcGpQZ7BgVtM
OCPFqZ7F1kmv4or4zdS7KBuggkaehQ11TYAs08NXLrkz7ER/wirfM4f/daS0hNsX
Noqq7J4HQjJK3/uPFDzCiAd0qeu/cCl7FcDGQhrh85bFn+vdaMJ0mpyn5l2PBsyu
B4QEY9Vv6Mo4zHFRiGCpkwJ85QKBgQDG9StUBCgkRC8aMoRRTQ3ZYeOQP8Mio37F
ks2GNYlm51Dk7wzWkSxAg5pmxcVx1tFTUEsiirLRyRbo6KLqgb2bObrv6MlSQMuQ
NmGgDwND2A8YNQpJTRYCwlU+uCiwcNSctKEp/XO72POrHsS8Bxh7g6q4TDH+tanC
nYCI0ZJaOQKBgGvAXsHIQEAhA4/8Gh+0UcC2ypRZCToWh7LfCfGcpOIP3VMwzXCb
5ezAinJGzQ6h/Urfp414igepmsP0Lcnvkl9Y4dEWXYFv4X5Wcptw2bZEzA9hHa4L
FqEgQuZJFcP6/HH/9K3nQ+cWxj4JDxQi9JGyvuE4NswQASJXb+P6ly0dAoGAVg5X
pmiB4GXppcAyAWR92AgCQTODOOlU/SppYWKowuzMzakkeW6joGgMEeX7aCkNs6ao
SRGLFTiQgz+UsDBcDdcjp3+eDMjgA8mx4mR7+g1rQgI3J8uC+MCL1KwdVWwIWpu6
lgn91EOb6elOGTJMgahK4Jp8iXqUKgysOwHC9ukCgYB5M1hPkRFxSbPtw4dYGbmt
KtcgyNxmgyzbuM7vetNoOEo5WTTaCcjDOP9CtMMe1/GqbXhAI8UsRKNk8A+mTmFy
bKw1v4a7NOr4LH4jUYibH9HDADEHB4qzlK+y0gGPt0lqp4Zb3ShrPsqzU3z1j2P6
2UF7VgZyuITBZvQFT9k4tQ==
-----END PRIVATE KEY-----
`

export const serviceAccount: FcmServiceAccount = {
  client_email: 'push@chat-demo.iam.gserviceaccount.com',
  private_key: key,
  project_id: 'chat-demo',
  token_uri: 'https://oauth2.googleapis.com/token',
}

export const app: FcmApp = { app: 'com.example.chat', serviceAccount }

export const channel = fcm({ apps: [app] })

export const token = 'dU9-x_1:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ-hQMRKRrZuJAEcl7B338qju59zJMjw2DELjzEvxwYv7hH5'
