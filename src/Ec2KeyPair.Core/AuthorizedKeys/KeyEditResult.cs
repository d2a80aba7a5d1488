using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>What the script came to on one instance.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Via">The way taken, <c>Direct</c> or <c>RunCommand</c>.</param>
internal sealed record KeyEditResult(Ec2Instance Instance, string Via)
{
    /// <summary>What it answered; null when it did not.</summary>
    internal AuthorizedKeysReport? Report { get; private init; }

    /// <summary>Why it did not succeed; null when it did.</summary>
    internal Ec2KeyPairException? Failure { get; private init; }

    /// <summary>The result that an output holds.</summary>
    internal static KeyEditResult Of(
        Ec2Instance instance, string via, KeyEditRequest request, string? accountName, string nonce, string output, bool isTruncated, string errorOutput)
    {
        var report = AuthorizedKeysReport.Parse(output, nonce, request.Keys.Count);
        return new KeyEditResult(instance, via)
        {
            Report = report,
            Failure = report is null
                ? AuthorizedKeyErrors.Unreadable(instance.InstanceId, isTruncated, errorOutput)
                : AuthorizedKeyErrors.Of(instance.InstanceId, accountName, report),
        };
    }

    /// <summary>The result where there is no output.</summary>
    internal static KeyEditResult Failed(Ec2Instance instance, string via, Ec2KeyPairException failure) => new(instance, via) { Failure = failure };
}
