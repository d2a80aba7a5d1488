using System.Text;
using Ec2KeyPair.AwsEndpoint.SigV4;

namespace Ec2KeyPair.AwsEndpoint.Http;

/// <summary>One request as it came off the wire: nothing decoded that the signature covers in its encoded form.</summary>
public sealed class AwsRequest
{
    private Parameters? _parameters;

    internal AwsRequest(HttpContext context, string rawTarget, byte[] body)
    {
        Context = context;
        Body = body;
        var question = rawTarget.IndexOf('?', StringComparison.Ordinal);
        RawPath = question < 0 ? rawTarget : rawTarget[..question];
        RawQuery = question < 0 ? "" : rawTarget[(question + 1)..];
    }

    public HttpContext Context { get; }

    public string Method => Context.Request.Method;

    public string RawPath { get; }

    public string RawQuery { get; }

    public byte[] Body { get; }

    /// <summary>Who signed; null until verified, and for what needs no signature.</summary>
    public Signer? Signer { get; internal set; }

    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The parameters of the query protocol, from the form of a POST or the query string of a GET.</summary>
    public Parameters Parameters => _parameters ??= Parse();

    public Parameters QueryParameters => Parameters.Parse(RawQuery);

    private Parameters Parse()
    {
        if (Method == "POST" && (Context.Request.ContentType ?? "").StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return Parameters.Parse(Encoding.UTF8.GetString(Body));
        }

        return Parameters.Parse(RawQuery);
    }
}
