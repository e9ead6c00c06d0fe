package dev.gradlet.engine.hot;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the instructions of a method (The Java Virtual Machine Specification, chapter 6). A local variable keeps its
 * type, and the stack is empty at every target of a jump.
 */
final class Code {
  private static final int LDC_W = 0x13;
  private static final int ILOAD = 0x15;
  private static final int ALOAD = 0x19;
  private static final int IALOAD = 0x2e;
  private static final int AALOAD = 0x32;
  private static final int ISTORE = 0x36;
  private static final int ASTORE = 0x3a;
  private static final int IADD = 0x60;
  private static final int ISUB = 0x64;
  private static final int IINC = 0x84;
  private static final int IF_ICMPGE = 0xa2;
  private static final int GOTO = 0xa7;
  private static final int RETURN = 0xb1;
  private static final int GETSTATIC = 0xb2;
  private static final int INVOKEVIRTUAL = 0xb6;
  private static final int INVOKESPECIAL = 0xb7;
  private static final int INVOKESTATIC = 0xb8;
  private static final int CHECKCAST = 0xc0;
  private static final int FULL_FRAME = 0xff;

  // ---- types of local variables: these, or the number of a class ----

  static final int INT = -1;
  static final int UNINITIALIZED_THIS = -6;

  private static final int OBJECT = 7;
  /** No instruction here needs more. */
  private static final int MAX_STACK = 8;
  private static final int MAX_LOCALS = 256;

  private final ClassFile file;
  private byte[] bytes = new byte[256];
  private int size;
  private final List<Integer> locals = new ArrayList<>();
  private int maxLocals;
  private final List<Frame> frames = new ArrayList<>();

  /** The local variables that exist at the target of a jump. */
  private record Frame(int at, List<Integer> locals) {}

  Code(ClassFile file) {
    this.file = file;
  }

  private void write(int... values) {
    for (int value : values) {
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * size);
      }
      bytes[size++] = (byte) value;
    }
  }

  // ---- local variables ----

  /** Adds a local variable and returns its number. */
  int local(int type) {
    if (locals.size() == MAX_LOCALS) {
      throw new IllegalStateException("more than " + MAX_LOCALS + " local variables");
    }
    locals.add(type);
    maxLocals = Math.max(maxLocals, locals.size());
    return locals.size() - 1;
  }

  void loadReference(int local) {
    write(ALOAD, local);
  }

  void storeReference(int local) {
    write(ASTORE, local);
  }

  void loadInt(int local) {
    write(ILOAD, local);
  }

  void storeInt(int local) {
    write(ISTORE, local);
  }

  void increment(int local, int by) {
    write(IINC, local, by);
  }

  // ---- the stack ----

  void push(int number) {
    writeIndexed(LDC_W, file.number(number));
  }

  void push(float number) {
    writeIndexed(LDC_W, file.number(number));
  }

  void addInts() {
    write(IADD);
  }

  void subtractInts() {
    write(ISUB);
  }

  void elementOfReferences() {
    write(AALOAD);
  }

  void elementOfInts() {
    write(IALOAD);
  }

  void invokeStatic(String owner, String method, String descriptor) {
    writeIndexed(INVOKESTATIC, file.method(owner, method, descriptor));
  }

  void invokeVirtual(String owner, String method, String descriptor) {
    writeIndexed(INVOKEVIRTUAL, file.method(owner, method, descriptor));
  }

  void getStatic(String owner, String field, String descriptor) {
    writeIndexed(GETSTATIC, file.field(owner, field, descriptor));
  }

  void invokeSpecial(String owner, String method, String descriptor) {
    writeIndexed(INVOKESPECIAL, file.method(owner, method, descriptor));
  }

  void cast(int type) {
    writeIndexed(CHECKCAST, type);
  }

  private void writeIndexed(int instruction, int index) {
    write(instruction, index >> 8, index);
  }

  void returnNothing() {
    write(RETURN);
  }

  // ---- loops ----

  /** Runs the body while one variable is less than another. Local variables of the body end with it. */
  void whileLess(int local, int end, Runnable body) {
    int head = size;
    frames.add(new Frame(head, List.copyOf(locals)));
    loadInt(local);
    loadInt(end);
    int exit = size;
    writeIndexed(IF_ICMPGE, 0);
    int known = locals.size();
    body.run();
    locals.subList(known, locals.size()).clear();
    writeIndexed(GOTO, head - size);
    int offset = size - exit;
    bytes[exit + 1] = (byte) (offset >> 8);
    bytes[exit + 2] = (byte) offset;
    frames.add(new Frame(size, List.copyOf(locals)));
  }

  // ---- the attribute ----

  void writeTo(DataOutputStream out) throws IOException {
    out.writeShort(MAX_STACK);
    out.writeShort(maxLocals);
    out.writeInt(size);
    out.write(bytes, 0, size);
    out.writeShort(0); // exceptions
    out.writeShort(1);
    file.writeAttribute(out, "StackMapTable", this::writeFrames);
  }

  private void writeFrames(DataOutputStream out) throws IOException {
    out.writeShort(frames.size());
    int next = 0;
    for (Frame frame : frames) {
      out.writeByte(FULL_FRAME);
      out.writeShort(frame.at - next);
      next = frame.at + 1;
      out.writeShort(frame.locals.size());
      for (int type : frame.locals) {
        out.writeByte(type < 0 ? -type : OBJECT);
        if (type >= 0) {
          out.writeShort(type);
        }
      }
      out.writeShort(0); // the stack
    }
  }
}
