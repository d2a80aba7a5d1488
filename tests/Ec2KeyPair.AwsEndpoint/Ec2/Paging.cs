using System.Globalization;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>MaxResults and NextToken of EC2's describe actions.</summary>
internal readonly record struct Paging(int Start, int Size)
{
    public static Paging Read(Ec2Call call, bool hasIds, int least = 5, int most = 1000)
    {
        var size = call.Parameters.Number("MaxResults");
        if (size is not null && hasIds)
        {
            throw new AwsException("InvalidParameterCombination", "The parameter instancesSet cannot be used with the parameter maxResults");
        }

        if (size < least || size > most)
        {
            throw new AwsException("InvalidParameterValue", $"Value ( {size} ) for parameter maxResults is invalid. Expecting a value {(size < least ? "greater" : "smaller")} than {(size < least ? least : most)}.");
        }

        return new Paging(Decode(call.Parameters["NextToken"]), size ?? (hasIds ? int.MaxValue : call.Region.Settings.DefaultPageSize));
    }

    /// <summary>The token of the next page, where more than this page was found; null at the end.</summary>
    /// <param name="found">Up to one more than the page has.</param>
    /// <param name="most">The largest page there is.</param>
    public string? Next(int found, int most) => found > Math.Min(Size, most) ? Token(Start + Math.Min(Size, most)) : null;

    public static string Token(int next) => Convert.ToBase64String(Encoding.ASCII.GetBytes("ec2kp1:" + next.ToString(CultureInfo.InvariantCulture)));

    private static int Decode(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return 0;
        }

        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length) is var text && text.StartsWith("ec2kp1:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : throw new AwsException("InvalidParameterValue", $"Value ({token}) for parameter nextToken is invalid. Unable to parse pagination token");
    }
}
