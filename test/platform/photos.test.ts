import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import t from 'tap'
import { PHOTO_BYTES_MAX, type Photo, preparePhoto } from '../../src/platform/photos/index.ts'

const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#3a7' } })

async function drawn(bytes: Buffer): Promise<Photo> {
  const outcome = await preparePhoto(bytes)
  if (!outcome.ok) throw new Error(outcome.fault)
  return outcome.photo
}

const faultOf = async (bytes: Buffer) => {
  const outcome = await preparePhoto(bytes)
  return outcome.ok ? null : outcome.fault
}

t.test('a photo becomes WebP and JPEG in two sizes, and is never made larger', async (t) => {
  const large = await drawn(await picture(4000, 3000).jpeg().toBuffer())
  t.same(large.map(({ name, width, height }) => [name, width, height]), [
    ['large.webp', 1600, 1200], ['large.jpeg', 1600, 1200], ['card.webp', 480, 360], ['card.jpeg', 480, 360],
  ])
  for (const { name, bytes } of large) t.equal((await sharp(bytes).metadata()).format, name.split('.')[1])
  const small = await drawn(await picture(300, 200).png().toBuffer())
  t.ok(small.every(({ width, height }) => width === 300 && height === 200))
})

t.test('what the camera wrote beside the picture is gone, place and all', async (t) => {
  const bytes = await picture(400, 300).withExif({
    IFD0: { Make: 'Kamera', Artist: 'Aino' }, IFD3: { GPSLatitude: '61/1 12/1 0/1', GPSLatitudeRef: 'N' },
  }).jpeg().toBuffer()
  t.match(bytes.toString('latin1'), /Kamera/, 'the test has something to remove')
  for (const file of await drawn(bytes)) {
    const { exif, icc, xmp, iptc, orientation } = await sharp(file.bytes).metadata()
    t.same({ exif, icc, xmp, iptc, orientation },
      { exif: undefined, icc: undefined, xmp: undefined, iptc: undefined, orientation: undefined }, file.name)
    t.notMatch(file.bytes.toString('latin1'), /Kamera|Aino|GPS|Exif/)
  }
})

t.test('a photo taken with the phone on its side stands upright', async (t) => {
  const photo = await drawn(await picture(400, 300).withMetadata({ orientation: 6 }).jpeg().toBuffer())
  t.match(photo[0], { width: 300, height: 400 })
})

t.test('what is see-through gets a white ground in both formats', async (t) => {
  const clear = await sharp({ create: { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } }).png().toBuffer()
  for (const { bytes } of await drawn(clear)) t.same((await sharp(bytes).stats()).channels.map(({ min }) => min > 250), [true, true, true])
})

t.test('what cannot be taken is refused by its kind', async (t) => {
  t.equal(await faultOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')), 'photo_kind')
  t.equal(await faultOf(Buffer.from('%PDF-1.7')), 'photo_kind')
  t.equal(await faultOf(Buffer.from('hello')), 'photo_kind')
  t.equal(await faultOf(Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(100)])), 'photo_heic')
  t.equal(await faultOf(Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42'), Buffer.alloc(100)])), 'photo_kind')
  const frames = await sharp([await picture(8, 8).png().toBuffer(), await picture(8, 8).negate().png().toBuffer()], { join: { animated: true } })
    .gif().toBuffer()
  t.equal(await faultOf(frames), 'photo_animated')
  t.equal(await faultOf(await picture(10_000, 5_001).png().toBuffer()), 'photo_pixels')
  t.equal(await faultOf(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(PHOTO_BYTES_MAX)])), 'photo_bytes')
})

t.test('a broken file is refused and the next one is drawn', async (t) => {
  const whole = await sharp(Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, i) => (i * 7919) % 256)),
    { raw: { width: 300, height: 300, channels: 3 } }).jpeg().toBuffer()
  const [broken, header, good] = await Promise.all([
    preparePhoto(whole.subarray(0, whole.length / 2)), preparePhoto(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])), preparePhoto(whole),
  ])
  t.same([broken, header], [{ ok: false, fault: 'photo_broken' }, { ok: false, fault: 'photo_broken' }])
  t.ok(good.ok)
})

t.test('a picture that is also a page or a script is a picture alone afterwards', async (t) => {
  const script = Buffer.from('<html><script>alert(document.cookie)</script>')
  const jpeg = await picture(40, 30).jpeg().toBuffer()
  const commented = Buffer.concat([
    jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, script.length + 2]), script, jpeg.subarray(2), script, Buffer.from('PK\x05\x06'),
  ])
  for (const { bytes } of await drawn(commented)) t.notMatch(bytes.toString('latin1'), /script|PK\x05\x06/)
  t.equal(await faultOf(Buffer.concat([Buffer.from('GIF89a/*'), script, Buffer.from('*/=1;alert(1)')])), 'photo_broken')
})

t.test('a small file that says it is a huge picture is refused unread', async (t) => {
  const png = await picture(8, 8).png().toBuffer()
  png.writeUInt32BE(200_000, 16)
  png.writeUInt32BE(200_000, 20)
  // The sum of the header is made right, or the file would only be taken for broken.
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  t.equal(await faultOf(png), 'photo_pixels')
})
