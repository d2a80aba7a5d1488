using System.Globalization;
using System.Text;

namespace Ec2KeyPair.AwsEndpoint.Http;

/// <summary>Writes the flat XML of the query services. One per thread is reused.</summary>
public sealed class XmlOut
{
    [ThreadStatic]
    private static XmlOut? _reused;

    private readonly StringBuilder _text = new(4096);

    private XmlOut()
    {
    }

    public static XmlOut Rent()
    {
        var xml = _reused ?? new XmlOut();
        _reused = null;
        xml._text.Clear().Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        return xml;
    }

    public byte[] Finish()
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(_text.Length) is var max && _text.Length < 16_384 ? max : 0];
        if (bytes.Length == 0)
        {
            bytes = Encoding.UTF8.GetBytes(_text.ToString());
        }
        else
        {
            var at = 0;
            foreach (var chunk in _text.GetChunks())
            {
                at += Encoding.UTF8.GetBytes(chunk.Span, bytes.AsSpan(at));
            }

            bytes = bytes[..at];
        }

        if (_text.Capacity < 1 << 20)
        {
            _reused = this;
        }

        return bytes;
    }

    public XmlOut Open(string name, string? xmlns = null)
    {
        _text.Append('<').Append(name);
        if (xmlns is not null)
        {
            _text.Append(" xmlns=\"").Append(xmlns).Append('"');
        }

        _text.Append('>');
        return this;
    }

    public XmlOut Close(string name)
    {
        _text.Append("</").Append(name).Append('>');
        return this;
    }

    /// <summary>An element with text; nothing at all for null.</summary>
    public XmlOut Element(string name, string? value)
    {
        if (value is not null)
        {
            Open(name);
            Escaped(value);
            Close(name);
        }

        return this;
    }

    public XmlOut Element(string name, int value) => Element(name, value.ToString(CultureInfo.InvariantCulture));

    public XmlOut Element(string name, bool value) => Element(name, value ? "true" : "false");

    public XmlOut Element(string name, DateTimeOffset value) => Element(name, Time(value));

    internal static string Time(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private void Escaped(string value)
    {
        if (value.AsSpan().IndexOfAny("&<>\r") < 0)
        {
            _text.Append(value);
            return;
        }

        foreach (var c in value)
        {
            switch (c)
            {
                case '&':
                    _text.Append("&amp;");
                    break;
                case '<':
                    _text.Append("&lt;");
                    break;
                case '>':
                    _text.Append("&gt;");
                    break;
                case '\r':
                    _text.Append("&#xd;");
                    break;
                default:
                    _text.Append(c);
                    break;
            }
        }
    }
}
