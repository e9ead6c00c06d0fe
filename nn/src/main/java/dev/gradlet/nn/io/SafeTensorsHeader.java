package dev.gradlet.nn.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.gradlet.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a safetensors file says of its tensors.
 *
 * @param entries in the order of their elements in the file, which follow each other without a gap
 * @param names in the order of the header
 */
record SafeTensorsHeader(List<Entry> entries, List<String> names, Map<String, String> metadata) {
  /** As the format's reference implementation has it. */
  static final int MAX_BYTES = 100_000_000;

  private static final String METADATA = "__metadata__";
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** A tensor, and where its elements begin and end, counted from the end of the header. */
  record Entry(String name, ElementType type, long[] sizes, long begin, long end) {}

  /** The header of a new file: wide elements come first, so that all are aligned. */
  static SafeTensorsHeader of(Map<String, ? extends Tensor> tensors, Map<String, String> metadata) {
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("save: '" + METADATA + "' is no name for a tensor, give it as metadata");
    }
    List<String> names = new ArrayList<>(tensors.keySet());
    names.sort(Comparator.comparing(name -> -ElementType.of(tensors.get(name).dtype()).bytes));
    List<Entry> entries = new ArrayList<>();
    long at = 0;
    for (String name : names) {
      ElementType type = ElementType.of(tensors.get(name).dtype());
      long end = at + tensors.get(name).elements() * type.bytes;
      entries.add(new Entry(
          name, type, Arrays.stream(tensors.get(name).shape().toArray()).asLongStream().toArray(), at, end));
      at = end;
    }
    return new SafeTensorsHeader(entries, names, metadata);
  }

  /** In UTF-8, filled up with spaces to a multiple of 8 bytes. */
  byte[] toJson() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> text : metadata.entrySet()) {
          json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
      }
      for (Entry entry : entries) {
        json.writeObjectFieldStart(entry.name);
        json.writeStringField("dtype", entry.type.name());
        json.writeFieldName("shape");
        json.writeArray(entry.sizes, 0, entry.sizes.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {entry.begin, entry.end}, 0, 2);
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (bytes.size() % 8 != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a header.
   *
   * @param length how many bytes follow it
   * @throws DataException if it is not well-formed, or does not fit those bytes
   */
  static SafeTensorsHeader parse(byte[] bytes, long length) {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    if (bytes[0] != '{') {
      throw new DataException("not a safetensors file: the header must begin with '{'");
    }
    try (JsonParser json = JSON.createParser(
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString())) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        if (name.equals(METADATA)) {
          metadata.putAll(texts(json));
        } else {
          entries.add(entry(name, json));
        }
      }
      if (json.nextToken() != null) {
        throw new DataException("the header goes on after its closing brace");
      }
    } catch (JsonProcessingException e) {
      throw new DataException("the header is not well-formed JSON: " + e.getOriginalMessage(), e);
    } catch (CharacterCodingException e) {
      throw new DataException("the header is not well-formed UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> names = entries.stream().map(Entry::name).toList();
    return new SafeTensorsHeader(inFileOrder(entries, length), names, Collections.unmodifiableMap(metadata));
  }

  private static List<Entry> inFileOrder(List<Entry> entries, long length) {
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long at = 0;
    for (Entry entry : entries) {
      if (entry.begin != at) {
        throw malformed(entry.name, "begins at byte " + entry.begin + " of the data, must begin at " + at
            + ", where the one before ends: tensors overlap, or leave a gap");
      }
      at = entry.end;
    }
    if (at != length) {
      throw new DataException("the header tells of " + at + " bytes of data, the file has " + length);
    }
    return entries;
  }

  private static Entry entry(String name, JsonParser json) throws IOException {
    String type = null;
    long[] sizes = null;
    long[] offsets = null;
    require(json.nextToken(), JsonToken.START_OBJECT, name);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      switch (key) {
        case "dtype" -> {
          require(value, JsonToken.VALUE_STRING, name);
          type = json.getText();
        }
        case "shape" -> sizes = integers(name, json);
        case "data_offsets" -> offsets = integers(name, json);
        default -> throw malformed(name, "has an unknown entry '" + key + "'");
      }
    }
    if (type == null || sizes == null || offsets == null || offsets.length != 2) {
      throw malformed(name, "must have a dtype, a shape and two data_offsets");
    }
    return checked(new Entry(name, type(name, type), sizes, offsets[0], offsets[1]));
  }

  private static ElementType type(String name, String type) {
    return Arrays.stream(ElementType.values()).filter(t -> t.name().equals(type)).findFirst().orElseThrow(
        () -> malformed(name, "is of type " + type + ", must be one of " + Arrays.toString(ElementType.values())));
  }

  private static Entry checked(Entry entry) {
    long count;
    try {
      count = Elements.count(entry.sizes);
    } catch (DataException e) {
      throw new DataException("tensor '" + entry.name + "': " + e.getMessage(), e);
    }
    long bytes = entry.end - entry.begin;
    if (bytes < 0 || bytes / entry.type.bytes != count || bytes % entry.type.bytes != 0) {
      throw malformed(entry.name, "of type " + entry.type + " and shape " + Arrays.toString(entry.sizes) + " has "
          + count + " elements of " + entry.type.bytes + " bytes, which do not fit from byte " + entry.begin + " to "
          + entry.end);
    }
    return entry;
  }

  private static long[] integers(String name, JsonParser json) throws IOException {
    List<Long> integers = new ArrayList<>();
    require(json.currentToken(), JsonToken.START_ARRAY, name);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken(), JsonToken.VALUE_NUMBER_INT, name);
      long value = json.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : json.getLongValue();
      if (value < 0) {
        throw malformed(name, "has a number that must be from 0 to 2^63-1");
      }
      integers.add(value);
      if (integers.size() > Elements.MAX_AXES) {
        throw malformed(name, "has more than " + Elements.MAX_AXES + " axes");
      }
    }
    return integers.stream().mapToLong(i -> i).toArray();
  }

  private static Map<String, String> texts(JsonParser json) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    require(json.nextToken(), JsonToken.START_OBJECT, METADATA);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      require(json.nextToken(), JsonToken.VALUE_STRING, METADATA);
      texts.put(key, json.getText());
    }
    return texts;
  }

  private static void require(JsonToken token, JsonToken expected, String name) {
    if (token != expected) {
      throw malformed(name, "has " + token + " where " + expected + " was expected");
    }
  }

  private static DataException malformed(String name, String what) {
    return new DataException("tensor '" + name + "' " + what);
  }
}
