using System.Management.Automation;
using System.Reflection;
using Amazon.Runtime;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Session;

/// <summary>
/// Credentials that AWS.Tools holds, seen through their shape: its AWSSDK.Core is another assembly than ours, so
/// its types are not ours. Asked anew for every refresh, so that expiring ones stay fresh.
/// </summary>
/// <remarks>
/// The shapes: <c>Amazon.Runtime.AWSCredentials.GetCredentials()</c> gives AccessKey, SecretKey and Token;
/// <c>Amazon.PowerShell.Common.AWSPSCredentials</c> holds such an object in its non-public property
/// <c>Credentials</c>.
/// </remarks>
internal sealed class ForeignCredentials : AWSCredentials
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private readonly object _credentials;
    private readonly MethodInfo _getCredentials;

    private ForeignCredentials(object credentials, MethodInfo getCredentials)
    {
        _credentials = credentials;
        _getCredentials = getCredentials;
    }

    /// <summary>Our credentials for what a user or AWS.Tools gave us; null when it has none of the known shapes.</summary>
    internal static AWSCredentials? From(object value)
    {
        var given = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (given is AWSCredentials ours) return ours;
        if (given is PSCredential pair)
        {
            return new BasicAWSCredentials(pair.UserName, pair.GetNetworkCredential().Password);
        }

        var inner = given.GetType().GetProperty("Credentials", AnyInstance)?.GetValue(given) ?? given;
        var method = inner.GetType().GetMethod("GetCredentials", Type.EmptyTypes);
        return method is null ? null : new ForeignCredentials(inner, method);
    }

    /// <inheritdoc/>
    public override ImmutableCredentials GetCredentials()
    {
        object? keys;
        try
        {
            keys = _getCredentials.Invoke(_credentials, null);
        }
        catch (TargetInvocationException e)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.AwsCredentialsRejected,
                $"The session's AWS credentials can't be read: {e.InnerException!.Message}",
                mend: "Set them again with Set-AWSCredential.",
                innerException: e.InnerException);
        }

        return new ImmutableCredentials(Text(keys, "AccessKey"), Text(keys, "SecretKey"), Text(keys, "Token"));
    }

    private static string? Text(object? keys, string property)
    {
        var text = keys?.GetType().GetProperty(property)?.GetValue(keys) as string;
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
