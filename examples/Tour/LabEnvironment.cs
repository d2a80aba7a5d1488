namespace Ec2KeyPair.Tour;

/// <summary>Sees to it that nothing of the reader's own AWS set-up reaches the tour, and nothing of the tour leaves the machine.</summary>
internal static class LabEnvironment
{
    private static readonly string[] ProxyVariables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    internal static void Apply(Lab lab)
    {
        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>();
        foreach (var variable in variables.Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).Concat(ProxyVariables))
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        Set("AWS_ENDPOINT_URL", lab.Aws.Url);
        Set("AWS_ACCESS_KEY_ID", lab.Aws.AccessKey);
        Set("AWS_SECRET_ACCESS_KEY", lab.Aws.SecretKey);
        Set("AWS_REGION", lab.Aws.Fleet.Name);
        Set("AWS_EC2_METADATA_DISABLED", "true");
        Set("AWS_CONFIG_FILE", Path.Combine(lab.Folder, "no-config"));
        Set("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(lab.Folder, "no-credentials"));
        Set("EC2KEYPAIR_STORE", lab.StorePath);
    }

    private static void Set(string variable, string value) => Environment.SetEnvironmentVariable(variable, value);
}
