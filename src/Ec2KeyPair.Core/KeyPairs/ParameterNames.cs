using System.Text;
using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>The parameters in which private keys are kept.</summary>
public static class ParameterNames
{
    private const string OwnPrefix = "/ec2keypair/";
    private static readonly Regex Escaped = new("_([0-9A-F]{2})", RegexOptions.CultureInvariant);

    /// <summary>
    /// Where this module keeps a key. Parameter names hold letters, digits and <c>. - _ /</c> only, so any other
    /// character of the key name, and <c>_</c> and <c>/</c> too, becomes <c>_</c> and its two hex digits: two key
    /// names never meet in one parameter.
    /// </summary>
    /// <exception cref="Errors.Ec2KeyPairException">KeyNameInvalid.</exception>
    public static string OfKeyName(string keyName)
    {
        KeyFileName.ThrowIfInvalid(keyName);
        var name = new StringBuilder(OwnPrefix);
        foreach (var c in keyName)
        {
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.') name.Append(c);
            else name.Append('_').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return name.ToString();
    }

    /// <summary>The key name that a parameter's name tells: <see cref="OfKeyName"/> undone, or the last part of any other.</summary>
    public static string KeyNameOf(string parameterName) => parameterName.StartsWith(OwnPrefix, StringComparison.Ordinal)
        ? Escaped.Replace(
            parameterName.Substring(OwnPrefix.Length),
            found => ((char)Convert.ToInt32(found.Groups[1].Value, 16)).ToString())
        : parameterName.Substring(parameterName.LastIndexOf('/') + 1);

    /// <summary>Where CloudFormation puts the private key of an <c>AWS::EC2::KeyPair</c> (CloudFormation User Guide).</summary>
    public static string OfKeyPairId(string keyPairId) => "/ec2/keypair/" + keyPairId;

    /// <summary>Where AWSSupport-ResetAccess puts a Linux instance's new key (Systems Manager Automation runbook reference).</summary>
    public static string OfInstance(string instanceId) => $"/ec2rl/openssh/{instanceId}/key";
}
