package io.eventflux.compiler.codegen;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads from a class file how large its methods are (Java Virtual Machine Specification, chapter
 * 4).
 */
final class MethodSizes {
  private MethodSizes() {}

  /** The bytes of code of the largest method of {@code classFile}. */
  static int largest(byte[] classFile) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
      in.skipNBytes(8);
      boolean[] isCode = readConstants(in);
      in.skipNBytes(6);
      in.skipNBytes(2L * in.readUnsignedShort());
      skipMembers(in, isCode);
      return skipMembers(in, isCode);
    } catch (IOException e) {
      throw new UncheckedIOException("a class file just made cannot be read", e);
    }
  }

  /** Reads the constant pool and tells which of its entries say {@code Code}. */
  private static boolean[] readConstants(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    boolean[] isCode = new boolean[count];
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> isCode[i] = in.readUTF().equals("Code");
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("unknown constant pool tag " + tag);
      }
    }
    return isCode;
  }

  /** Skips the fields or the methods; gives the largest code among them. */
  private static int skipMembers(DataInputStream in, boolean[] isCode) throws IOException {
    int largest = 0;
    int memberCount = in.readUnsignedShort();
    for (int m = 0; m < memberCount; m++) {
      in.skipNBytes(6);
      int attributeCount = in.readUnsignedShort();
      for (int a = 0; a < attributeCount; a++) {
        int name = in.readUnsignedShort();
        int length = in.readInt();
        if (isCode[name]) {
          in.skipNBytes(4);
          largest = Math.max(largest, in.readInt());
          length -= 8;
        }
        in.skipNBytes(length);
      }
    }
    return largest;
  }
}
