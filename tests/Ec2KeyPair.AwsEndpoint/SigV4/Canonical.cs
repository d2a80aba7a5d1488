using System.Text;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.SigV4;

/// <summary>The canonical request of Signature Version 4.</summary>
internal static class Canonical
{
    [ThreadStatic]
    private static StringBuilder? _builder;

    public static string Request(AwsRequest request, string signedHeaders, bool presigned, string payloadHash)
    {
        var text = (_builder ??= new StringBuilder(1024)).Clear();
        text.Append(request.Method).Append('\n');
        Path(text, request.RawPath);
        text.Append('\n');
        if (request.RawQuery.Length > 0)
        {
            Query(text, request.RawQuery, presigned);
        }

        text.Append('\n');
        foreach (var range in signedHeaders.AsSpan().Split(';'))
        {
            var name = signedHeaders[range];
            text.Append(name).Append(':');
            var values = request.Context.Request.Headers[name];
            for (var i = 0; i < values.Count; i++)
            {
                if (i > 0)
                {
                    text.Append(',');
                }

                Trimmed(text, values[i] ?? "");
            }

            text.Append('\n');
        }

        return text.Append('\n').Append(signedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    /// <summary>Every service but S3 normalises the path and encodes it a second time.</summary>
    private static void Path(StringBuilder text, string path)
    {
        if (path is "" or "/")
        {
            text.Append('/');
            return;
        }

        var kept = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..")
            {
                if (kept.Count > 0)
                {
                    kept.RemoveAt(kept.Count - 1);
                }
            }
            else if (segment != ".")
            {
                kept.Add(segment);
            }
        }

        foreach (var segment in kept)
        {
            text.Append('/').Append(Uri.EscapeDataString(segment));
        }

        if (kept.Count == 0 || path.EndsWith('/'))
        {
            text.Append('/');
        }
    }

    private static void Query(StringBuilder text, string query, bool presigned)
    {
        var pairs = new List<(string Name, string Value)>();
        foreach (var (name, value) in Parameters.Parse(query))
        {
            if (!presigned || name != "X-Amz-Signature")
            {
                pairs.Add((Uri.EscapeDataString(name), Uri.EscapeDataString(value)));
            }
        }

        pairs.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : string.CompareOrdinal(a.Value, b.Value));
        for (var i = 0; i < pairs.Count; i++)
        {
            text.Append(i > 0 ? "&" : "").Append(pairs[i].Name).Append('=').Append(pairs[i].Value);
        }
    }

    private static void Trimmed(StringBuilder text, string value)
    {
        var span = value.AsSpan().Trim();
        if (!span.Contains("  ", StringComparison.Ordinal))
        {
            text.Append(span);
            return;
        }

        var space = false;
        foreach (var c in span)
        {
            if (c != ' ' || !space)
            {
                text.Append(c);
            }

            space = c == ' ';
        }
    }
}
