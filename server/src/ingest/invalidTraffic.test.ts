import { expect, test } from 'vitest'
import { agentClass } from './agentClass.ts'
import { isDeclaredBot } from './declaredBots.ts'
import { invalidTraffic } from './invalidTraffic.ts'
import { reducedAgent } from './reducedAgent.ts'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const CHROME = `${WEBKIT} Chrome/131.0.0.0 Mobile Safari/537.36`
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const android = (model: string, tail = CHROME) => `Mozilla/5.0 (Linux; Android 13; ${model}) ${tail}`

const BOTS = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) ${CHROME} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
  'Googlebot-Image/1.0',
  'AdsBot-Google (+http://www.google.com/adsbot.html)',
  'Mediapartners-Google',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/103.0.5060.134 Safari/537.36 BingPreview/1.0b`,
  'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b',
  'Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)',
  'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)',
  'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
  'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)',
  `${IPHONE} Version/17.4 Mobile/15E148 Safari/604.1 (Applebot/0.1; +http://www.apple.com/go/applebot)`,
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'Twitterbot/1.0',
  'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  'TelegramBot (like TwitterBot)',
  'WhatsApp/2.23.20.0',
  'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
  'Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)',
  `Mozilla/5.0 ${WEBKIT}; compatible; GPTBot/1.2; +https://openai.com/gptbot)`,
  'CCBot/2.0 (https://commoncrawl.org/faq/)',
  'Mozilla/5.0 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)',
  `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Chrome/109.0.0.0 Safari/537.36 Chrome-Lighthouse`,
  'Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)',
  'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)',
  'Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1',
  'Mozilla/5.0 (compatible; Embedly/0.2; +http://support.embed.ly/)',
  'curl/8.5.0',
  'Wget/1.21.4',
  'python-requests/2.31.0',
  'Python/3.11 aiohttp/3.9.1',
  'Scrapy/2.11.0 (+https://scrapy.org)',
  'Go-http-client/2.0',
  'Java/17.0.2',
  'Apache-HttpClient/4.5.13 (Java/11.0.2)',
  'libwww-perl/6.67',
  'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
  'axios/1.6.2',
  'undici',
  'PostmanRuntime/7.36.0',
  'Ruby',
]

const PEOPLE = [
  android('CUBOT NOTE 20'),
  android('CUBOT'),
  android('CUBOT_X18_Plus'),
  android('CUBOT KINGKONG MINI 3 Build/TP1A.220624.014'),
  android('CUBOT P80', `${WEBKIT} Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 Instagram 309.1.0.41.113 Android`),
  'Dalvik/2.1.0 (Linux; U; Android 13; CUBOT X70 Build/TP1A.220624.014)',
  android('Pixel 8'),
  android('SM-S918B', `${WEBKIT} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36`),
  android('SM-A536B; wv', `${WEBKIT} Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36`),
  android('M2101K6G', `${WEBKIT} Chrome/131.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/442.0.0.0;]`),
  android(
    'RMX3085',
    `${WEBKIT} Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 trill_320906 BytedanceWebview/d8a21c6`,
  ),
  android('CPH2305', `${WEBKIT} Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 Line/14.4.0/IAB`),
  android('V2027', `${WEBKIT} Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.47 NetType/WIFI`),
  android('moto g(60)', `${WEBKIT} Chrome/131.0.0.0 Mobile Safari/537.36 OPR/80.0.4244`),
  android('LE2113', `${WEBKIT} Chrome/131.0.0.0 Mobile Safari/537.36 EdgA/131.0.0.0`),
  android('Nokia G21', `${WEBKIT} Version/4.0 Chrome/131.0.0.0 Mobile DuckDuckGo/5 Safari/537.36`),
  'Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0',
  'Mozilla/5.0 (Linux; U; Android 9; en-US; Redmi Note 8) AppleWebKit/537.36 UCBrowser/13.4.0.1306 Mobile Safari/537.36',
  `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`,
  `${IPHONE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1`,
  `${IPHONE} FxiOS/133.0 Mobile/15E148 Safari/605.1.15`,
  `${IPHONE} GSA/319.0.635 Mobile/15E148 Safari/604.1`,
  `${IPHONE} Mobile/15E148 Instagram 309.0.2.20.110 (iPhone14,5; iOS 17_5_1; en_GB; scale=3.00; 1170x2532; 544099128)`,
  `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/442.0.0.37.109;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.5.1]`,
  `${IPHONE} Mobile/15E148 musical_ly_32.5.0 JsSdk/2.0 NetType/WIFI Channel/App Store`,
  `${IPHONE} Mobile/15E148 Snapchat/12.70.0.35 (like Safari/8617.2.4.10.7, panda)`,
  `${IPHONE} Mobile/15E148 [Pinterest/iOS]`,
  `${IPHONE} Mobile/15E148 LinkedInApp/9.29.9284`,
  'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36`,
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36 OPR/115.0.0.0`,
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0',
  'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36`,
  'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
  `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/131.0.0.0 Safari/537.36`,
  'okhttp/4.12.0',
  'MyShop Android/3.1 okhttp/4.12.0',
  'MyShop/3.1 CFNetwork/1490.0.4 Darwin/23.2.0',
  'MyShop/3.1',
  'com.shop.app/312 (iPhone; iOS 17.2; Scale/3.00)',
  'Dart/3.2 (dart:io)',
  'Expo/2.30 CFNetwork/1410.0.3 Darwin/22.6.0',
]

test.each(BOTS)('%s is a bot', (userAgent) => {
  expect(invalidTraffic({ userAgent, purpose: undefined })).toBe('bot_user_agent')
})

test.each(PEOPLE)('%s is a person', (userAgent) => {
  expect(invalidTraffic({ userAgent, purpose: undefined })).toBeNull()
  expect(agentClass(userAgent)).not.toMatch(/^bot/)
})

test.each(BOTS)('%s can be classified again by its stored form', (userAgent) => {
  expect(isDeclaredBot(reducedAgent(userAgent) ?? '')).toBe(true)
})

test.each(PEOPLE)('%s is still a person by what is kept of it, and has no model and no version there', (userAgent) => {
  const kept = reducedAgent(userAgent) ?? ''
  expect(isDeclaredBot(kept)).toBe(false)
  expect(kept).not.toMatch(/[1-9]|cubot|pixel|galaxy|nokia|redmi|moto|iphone|ipad|windows/)
})
