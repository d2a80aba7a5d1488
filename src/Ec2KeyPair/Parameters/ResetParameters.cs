using System.Collections;
using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Parameters;

/// <summary>Which parameters of Reset-EC2WindowsPassword go with which method, and what forms their values have.</summary>
internal static class ResetParameters
{
    private static readonly Dictionary<string, PasswordResetMethod> Owners = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UserName"] = PasswordResetMethod.RunCommand,
        ["RemoveParameter"] = PasswordResetMethod.EC2Rescue,
        ["KeyPath"] = PasswordResetMethod.Automation,
        ["Passphrase"] = PasswordResetMethod.Automation,
        ["KeyName"] = PasswordResetMethod.Automation,
        ["FromParameterStore"] = PasswordResetMethod.Automation,
        ["StorePath"] = PasswordResetMethod.Automation,
        ["AutomationParameter"] = PasswordResetMethod.Automation,
    };

    // A key's id or ARN, or an alias: it becomes an argument of EC2Rescue's PowerShell on the instance.
    private static readonly Regex KmsKeyForm = new(@"\A[A-Za-z0-9:/_\-]{1,2048}\z", RegexOptions.CultureInvariant);

    /// <summary>How long one instance may take when -TimeoutSec does not say.</summary>
    internal static TimeSpan UsualTimeout(PasswordResetMethod method) => method switch
    {
        PasswordResetMethod.RunCommand => TimeSpan.FromMinutes(10),
        PasswordResetMethod.EC2Rescue => TimeSpan.FromMinutes(20),
        _ => TimeSpan.FromHours(2),
    };

    /// <exception cref="Ec2KeyPairException">ParameterInvalid.</exception>
    internal static void ThrowIfContradictory(PasswordResetMethod method, IReadOnlyCollection<string> given)
    {
        foreach (var name in given)
        {
            if (!Owners.TryGetValue(name, out var owner) || owner == method) continue;
            throw new Ec2KeyPairException(
                ErrorCondition.ParameterInvalid, $"-{name} is for -Method {owner}; -Method {method} has no use for it.", name, "Leave it out, or choose another method.");
        }

        if (given.Contains("KmsKeyId") && !given.Contains("ToParameter") && method != PasswordResetMethod.EC2Rescue)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.ParameterInvalid, "-KmsKeyId is for passwords that are stored.", "KmsKeyId", "Give -ToParameter too.");
        }
    }

    /// <summary>A name that a local account can have.</summary>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid.</exception>
    internal static string Account(string userName) => WindowsAccountName.IsValid(userName)
        ? userName
        : throw new Ec2KeyPairException(
            ErrorCondition.ParameterInvalid,
            $"'{Printable.Text(userName)}' is no name of a local account: it has at most 20 characters, and none of \"/\\[]:;|=,+*?<>@.",
            userName,
            "Give the name alone, without a domain or computer before it.");

    /// <summary>A KMS key's id, ARN or alias.</summary>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid.</exception>
    internal static string KmsKey(string kmsKeyId) => KmsKeyForm.IsMatch(kmsKeyId)
        ? kmsKeyId
        : throw new Ec2KeyPairException(
            ErrorCondition.ParameterInvalid, $"'{Printable.Text(kmsKeyId)}' is neither the id of a KMS key nor an alias or ARN.", kmsKeyId);

    /// <summary>Parameters of the runbook; which of them it takes, AWS decides.</summary>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid: the instance is not among them.</exception>
    internal static IReadOnlyDictionary<string, string> OfRunbook(Hashtable? given)
    {
        var parameters = TagTable.Read(given);
        return !parameters.ContainsKey("InstanceId")
            ? parameters
            : throw new Ec2KeyPairException(
                ErrorCondition.ParameterInvalid, "-AutomationParameter does not name the instance.", "InstanceId", "Give it with -InstanceId.");
    }
}
