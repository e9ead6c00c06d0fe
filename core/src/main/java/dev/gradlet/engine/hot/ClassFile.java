package dev.gradlet.engine.hot;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the class file of a class with a constructor and one method, which implements an interface (The Java Virtual
 * Machine Specification, chapter 4).
 */
final class ClassFile {
  private static final String OBJECT = "java/lang/Object";
  private static final int JAVA_17 = 61;
  private static final int PUBLIC = 0x1;
  private static final int FINAL_CLASS = 0x30;
  private static final int UTF8 = 1;
  private static final int INTEGER = 3;
  private static final int FLOAT = 4;
  private static final int CLASS = 7;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int NAME_AND_TYPE = 12;

  private final ByteArrayOutputStream pool = new ByteArrayOutputStream();
  /** The numbers of the constants, from 1 on. */
  private final Map<String, Integer> constants = new HashMap<>();
  private final String name;

  ClassFile(String name) {
    this.name = name;
  }

  interface Part {
    void writeTo(DataOutputStream out) throws IOException;
  }

  static byte[] bytes(Part part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      part.writeTo(new DataOutputStream(bytes));
    } catch (IOException impossible) { // in memory
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  // ---- constants ----

  /** The constant of a class, given by its name with slashes, or of an array, given by its descriptor. */
  int type(String type) {
    int text = utf8(type);
    return constant(CLASS + type, out -> {
      out.writeByte(CLASS);
      out.writeShort(text);
    });
  }

  int number(int value) {
    return constant(INTEGER + " " + value, out -> {
      out.writeByte(INTEGER);
      out.writeInt(value);
    });
  }

  int number(float value) {
    int bits = Float.floatToIntBits(value);
    return constant(FLOAT + " " + bits, out -> {
      out.writeByte(FLOAT);
      out.writeInt(bits);
    });
  }

  int method(String owner, String method, String descriptor) {
    return member(METHOD, owner, method, descriptor);
  }

  int field(String owner, String field, String descriptor) {
    return member(FIELD, owner, field, descriptor);
  }

  private int member(int kind, String owner, String method, String descriptor) {
    int type = type(owner);
    int methodText = utf8(method);
    int descriptorText = utf8(descriptor);
    int nameAndType = constant(NAME_AND_TYPE + method + descriptor, out -> {
      out.writeByte(NAME_AND_TYPE);
      out.writeShort(methodText);
      out.writeShort(descriptorText);
    });
    return constant(kind + owner + method + descriptor, out -> {
      out.writeByte(kind);
      out.writeShort(type);
      out.writeShort(nameAndType);
    });
  }

  private int utf8(String text) {
    return constant(UTF8 + text, out -> {
      out.writeByte(UTF8);
      out.writeUTF(text);
    });
  }

  private int constant(String key, Part part) {
    return constants.computeIfAbsent(key, fresh -> {
      pool.writeBytes(bytes(part));
      return constants.size() + 1;
    });
  }

  // ---- the class ----

  /** The class, implementing a method of the interface {@code contract} with this code. */
  byte[] implementing(String contract, String method, String descriptor, Code code) {
    int self = type(name);
    int parent = type(OBJECT);
    int implemented = type(contract);
    byte[] methods = bytes(out -> {
      writeMethod(out, "<init>", "()V", constructor());
      writeMethod(out, method, descriptor, code);
    });
    return bytes(out -> {
      out.writeInt(0xCAFEBABE);
      out.writeInt(JAVA_17);
      out.writeShort(constants.size() + 1);
      out.write(pool.toByteArray());
      out.writeShort(FINAL_CLASS);
      out.writeShort(self);
      out.writeShort(parent);
      out.writeShort(1);
      out.writeShort(implemented);
      out.writeShort(0); // fields
      out.writeShort(2);
      out.write(methods);
      out.writeShort(0); // attributes
    });
  }

  private Code constructor() {
    Code code = new Code(this);
    code.loadReference(code.local(Code.UNINITIALIZED_THIS));
    code.invokeSpecial(OBJECT, "<init>", "()V");
    code.returnNothing();
    return code;
  }

  private void writeMethod(DataOutputStream out, String method, String descriptor, Code code) throws IOException {
    out.writeShort(PUBLIC);
    out.writeShort(utf8(method));
    out.writeShort(utf8(descriptor));
    out.writeShort(1);
    writeAttribute(out, "Code", code::writeTo);
  }

  void writeAttribute(DataOutputStream out, String attribute, Part part) throws IOException {
    byte[] bytes = bytes(part);
    out.writeShort(utf8(attribute));
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
