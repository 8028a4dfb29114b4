package io.hwnas.evaluator.data;

/** Looks up in a JPEG's frame header what ImageIO's reader guesses at (ITU-T T.81, annex B). */
final class JpegFrame {
  private static final int CMYK_COMPONENTS = 4;
  private static final int COMPONENTS_OFFSET = 9;

  private JpegFrame() {}

  /** Says whether a file is a JPEG of four components, which ImageIO would take for RGB. */
  static boolean isCmyk(byte[] file) {
    if (file.length < 2 || (file[0] & 0xff) != 0xff || (file[1] & 0xff) != 0xd8) {
      return false;
    }
    int at = 2;
    while (at + COMPONENTS_OFFSET < file.length && (file[at] & 0xff) == 0xff) {
      int marker = file[at + 1] & 0xff;
      if (isFrame(marker)) {
        return file[at + COMPONENTS_OFFSET] == CMYK_COMPONENTS;
      }
      at += marker == 0xff ? 1 : 2 + ((file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff);
    }
    return false;
  }

  /** SOF0 to SOF15, among which DHT, JPG and DAC lie. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }
}
