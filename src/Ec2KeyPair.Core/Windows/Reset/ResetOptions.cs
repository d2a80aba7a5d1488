namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>How passwords are reset.</summary>
public sealed record ResetOptions
{
    /// <summary>The local account; null for the built-in Administrator, whatever its name.</summary>
    public string? UserName { get; init; }

    /// <summary>How long one instance may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Instances at work at once.</summary>
    public int ThrottleLimit { get; init; } = 200;

    /// <summary>The KMS key that encrypts what is put into Parameter Store; null for the account's own key for it.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Delete the parameter in which EC2Rescue leaves the password.</summary>
    public bool RemoveParameter { get; init; }

    /// <summary>Where each password is stored; null for nowhere.</summary>
    public PasswordParameterName? StoreAs { get; init; }

    /// <summary>More parameters for the runbook, by name.</summary>
    public IReadOnlyDictionary<string, string> AutomationParameters { get; init; } = new Dictionary<string, string>();
}
